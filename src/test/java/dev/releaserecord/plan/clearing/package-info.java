/** How a workload is freed, remedy by remedy. */
@NullMarked
package dev.releaserecord.plan.clearing;

import org.jspecify.annotations.NullMarked;
