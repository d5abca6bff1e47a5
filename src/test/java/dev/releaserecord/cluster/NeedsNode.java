package dev.releaserecord.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test class that needs real pods of real images. Where a run has no such cluster the class is
 * named in the run's last lines and in {@code target/coverage-of-flavours.txt} as not covered.
 *
 * <p>Such classes wait for kubelets more than they compute: they run beside those of the other
 * cluster, but one after the other.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ClusterExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the cluster with a node")
public @interface NeedsNode {}
