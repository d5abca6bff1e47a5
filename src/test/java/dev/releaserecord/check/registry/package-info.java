@NullMarked
package dev.releaserecord.check.registry;

import org.jspecify.annotations.NullMarked;
