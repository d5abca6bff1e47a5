/** The operator SDK's adapter: event sources and the loop. */
@NullMarked
package dev.releaserecord.controller;

import org.jspecify.annotations.NullMarked;
