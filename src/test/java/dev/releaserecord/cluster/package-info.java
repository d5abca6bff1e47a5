/**
 * What an integration test needs of a cluster, and the only place in the tests that starts one: the
 * flavours, a namespace for each test class, the operator as a process of its own, and the count of
 * requests. What a test asserts does not belong here.
 */
@NullMarked
package dev.releaserecord.cluster;

import org.jspecify.annotations.NullMarked;
