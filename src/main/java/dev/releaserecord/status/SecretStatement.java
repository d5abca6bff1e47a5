package dev.releaserecord.status;

import dev.releaserecord.condition.ConditionType;
import dev.releaserecord.condition.Statement;
import dev.releaserecord.condition.StepReason;
import dev.releaserecord.condition.Truth;
import dev.releaserecord.plan.Finding.Governed;
import dev.releaserecord.plan.Observation;
import dev.releaserecord.plan.release.Release;
import dev.releaserecord.rollout.reference.References;
import dev.releaserecord.secret.Caution;
import dev.releaserecord.secret.PodTemplate;
import dev.releaserecord.secret.Verifier;
import dev.releaserecord.secret.fact.Stock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The condition {@code SecretsVerified}; absent where nothing needs a Secret or a ConfigMap. */
final class SecretStatement {

  private final Observation observation;
  private final List<ServiceOutcome> services;

  private SecretStatement(Observation observation, List<ServiceOutcome> services) {
    this.observation = observation;
    this.services = services;
  }

  static Optional<Statement> of(Observation observation, List<ServiceOutcome> services) {
    SecretStatement statement = new SecretStatement(observation, services);
    return statement.asked() ? Optional.of(statement.statement()) : Optional.empty();
  }

  private boolean asked() {
    Release release = observation.release();
    return !release.policy().gates().secrets().isEmpty()
        || release.services().stream().anyMatch(it -> !it.rules().secrets().isEmpty())
        || templates().anyMatch(it -> !it.references().equals(References.NONE));
  }

  private Statement statement() {
    return unfit()
        .or(this::unknown)
        .orElseGet(
            () ->
                statement(
                    Truth.True,
                    StepReason.AllSecretsFit,
                    "every Secret and ConfigMap holds what the services need of it"));
  }

  private Optional<Statement> unfit() {
    List<ServiceOutcome> unfit =
        services.stream().filter(it -> it.plan().secrets().root().isPresent()).toList();
    return unfit.stream()
        .findFirst()
        .map(
            first ->
                statement(
                    Truth.False,
                    StepReason.NotAllSecretsFit,
                    "not as needed: "
                        + names(unfit)
                        + ". "
                        + first.name()
                        + ": "
                        + first.plan().secrets().message()));
  }

  private Optional<Statement> unknown() {
    return undecided()
        .or(this::unseen)
        .or(this::unread)
        .map(message -> statement(Truth.Unknown, StepReason.SecretsUnread, message));
  }

  private Optional<String> undecided() {
    List<ServiceOutcome> undecided =
        services.stream().filter(it -> !it.plan().secrets().undecided().isEmpty()).toList();
    return undecided.stream()
        .findFirst()
        .map(
            first ->
                "not known of "
                    + names(undecided)
                    + ": "
                    + first.plan().secrets().undecided().getFirst());
  }

  private Optional<String> unseen() {
    List<ServiceOutcome> unseen = services.stream().filter(SecretStatement::unseen).toList();
    return unseen.isEmpty()
        ? Optional.empty()
        : Optional.of("not known of " + names(unseen) + ": not all of its workloads can be seen");
  }

  private static boolean unseen(ServiceOutcome service) {
    return !service.plan().service().rules().secrets().isEmpty()
        && service.plan().findings().stream().anyMatch(finding -> finding.governedOrNull() == null);
  }

  /** Why something that templates refer to could not be looked at. */
  private Optional<String> unread() {
    String why =
        observation.terms().stock().found().values().stream()
            .flatMap(
                lookup ->
                    lookup instanceof Stock.Lookup.Unreadable(String text)
                        ? Stream.of(text)
                        : Stream.<String>empty())
            .distinct()
            .sorted()
            .collect(Collectors.joining("; "));
    return why.isEmpty() ? Optional.empty() : Optional.of("not known: " + why);
  }

  /** What the record asks of a Secret and nobody uses is said in any case. */
  private Statement statement(Truth truth, StepReason reason, String message) {
    String unused =
        Verifier.unreferenced(
                observation.release().policy().gates().secrets(), templates().toList())
            .stream()
            .map(Caution::message)
            .collect(Collectors.joining(". Also: "));
    return new Statement(
        ConditionType.SecretsVerified,
        truth,
        reason,
        unused.isEmpty() ? message : message + ". Also: " + unused);
  }

  private Stream<PodTemplate> templates() {
    return services.stream()
        .flatMap(service -> service.plan().findings().stream())
        .flatMap(finding -> Stream.ofNullable(finding.governedOrNull()))
        .map(Governed::workload)
        .map(
            it ->
                new PodTemplate(
                    it.key(), it.template().references(), Set.of(), PodTemplate.Pulls.NONE));
  }

  private static String names(List<ServiceOutcome> services) {
    return services.stream().map(ServiceOutcome::name).collect(Collectors.joining(", "));
  }
}
