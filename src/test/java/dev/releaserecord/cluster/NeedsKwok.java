package dev.releaserecord.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class whose pods have images that no registry has, so that kwok must play them: it runs on
 * the flavour processes, whatever was chosen for the others. Where a run has no such cluster the
 * class is named as not covered, as one with {@link NeedsNode} is.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ClusterExtension.class)
public @interface NeedsKwok {}
