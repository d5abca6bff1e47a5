/**
 * Every write to the cluster: guarded patches of workloads, the one patch of a record's status, and
 * events. It decides nothing; each write is asked for by an action, a status or a draft.
 */
@NullMarked
package dev.releaserecord.kube.write;

import org.jspecify.annotations.NullMarked;
