package dev.releaserecord.cluster;

import dev.releaserecord.cluster.Selection.Nowhere;
import dev.releaserecord.cluster.Selection.On;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a cluster and a namespace of its own in it, by the type of a parameter: {@link
 * Cluster}, {@link TestNamespace}, or {@link KubernetesClient}, which is the administrator's and
 * stands in that namespace. Which flavour it is say {@link NeedsNode}, {@link NeedsKwok}, {@link
 * ClusterSettings}, or the machine.
 *
 * <p>All classes of a flavour share a cluster; a nested class shares the namespace of the outer
 * one.
 */
public final class ClusterExtension
    implements ExecutionCondition, BeforeAllCallback, ParameterResolver {

  private static final Namespace STORE = Namespace.create(ClusterExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestClass().isEmpty() || context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("decided for the whole class");
    }
    Class<?> testClass = outermost(context).getRequiredTestClass();
    ClusterPool pool = pool(context);
    return switch (pool.selection().placeOf(testClass)) {
      case On _ -> ConditionEvaluationResult.enabled("there is a cluster for it");
      case Nowhere nowhere -> {
        pool.coverage().notCovered(testClass, nowhere);
        yield ConditionEvaluationResult.disabled(
            "needs the flavour " + nowhere.flavour().word(), nowhere.why());
      }
    };
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Class<?> testClass = outermost(context).getRequiredTestClass();
    // Taken here and not at the first parameter, so that its time is not a test's.
    lease(context);
    pool(context).coverage().covered(testClass, cluster(context).flavour());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Cluster.class || type == TestNamespace.class || type == KubernetesClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Cluster.class) {
      return cluster(context);
    }
    return type == TestNamespace.class ? lease(context).namespace() : lease(context).client();
  }

  private static NamespaceLease lease(ExtensionContext context) {
    ExtensionContext outer = outermost(context);
    Store store = outer.getStore(STORE);
    return store.computeIfAbsent(
        NamespaceLease.class,
        _ -> NamespaceLease.take(cluster(context), outer.getRequiredTestClass()),
        NamespaceLease.class);
  }

  private static Cluster cluster(ExtensionContext context) {
    ClusterPool pool = pool(context);
    return switch (pool.selection().placeOf(outermost(context).getRequiredTestClass())) {
      case On(Flavour flavour) -> pool.cluster(flavour);
      case Nowhere(_, String why) -> throw new IllegalStateException(why);
    };
  }

  private static ClusterPool pool(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(ClusterPool.class, _ -> ClusterPool.ofThisRun(), ClusterPool.class);
  }

  /** The context of the class that stands in a file of its own, whichever test is asking. */
  private static ExtensionContext outermost(ExtensionContext context) {
    ExtensionContext found = context;
    for (ExtensionContext it = context;
        it.getTestClass().isPresent();
        it = it.getParent().orElseThrow()) {
      found = it;
    }
    return found;
  }
}
