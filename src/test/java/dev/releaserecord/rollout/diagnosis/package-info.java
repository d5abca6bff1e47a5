/** What is called wrong, and what is not, by tables and histories. */
@NullMarked
package dev.releaserecord.rollout.diagnosis;

import org.jspecify.annotations.NullMarked;
