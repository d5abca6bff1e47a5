/** What is told behind the passes, whatever goes wrong with it. */
@NullMarked
package dev.releaserecord.controller;

import org.jspecify.annotations.NullMarked;
