/** Builds what pure tests decide on: records from YAML, workloads and pods in a word each. */
@NullMarked
package dev.releaserecord.scene;

import org.jspecify.annotations.NullMarked;
