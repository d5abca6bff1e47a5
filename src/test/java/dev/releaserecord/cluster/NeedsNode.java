package dev.releaserecord.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that needs real pods of real images. Where a run has no such cluster the class is
 * named in the run's last lines and in {@code target/coverage-of-flavours.txt} as not covered.
 *
 * <p>Such classes wait for kubelets: they run beside those of the other cluster.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ClusterExtension.class)
@SecondLane
public @interface NeedsNode {}
