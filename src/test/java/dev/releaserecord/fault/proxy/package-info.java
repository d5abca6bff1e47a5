/**
 * A proxy between one operator and the API server, which knows writes from reads and watches and
 * can spoil each: the operator's own requests and what it was shown are written down. It decides
 * nothing: whoever arms a fault does.
 */
@NullMarked
package dev.releaserecord.fault.proxy;

import org.jspecify.annotations.NullMarked;
