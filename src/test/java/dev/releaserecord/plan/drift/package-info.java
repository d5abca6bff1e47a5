@NullMarked
package dev.releaserecord.plan.drift;

import org.jspecify.annotations.NullMarked;
