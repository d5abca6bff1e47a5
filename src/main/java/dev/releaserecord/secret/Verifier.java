package dev.releaserecord.secret;

import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.fact.KeyFacts;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.Stock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Holds what a service needs of Secrets and ConfigMaps against what there is. */
public final class Verifier {

  private static final String RECORD = "the record";

  private final Question question;
  private final Stock stock;
  private final Resolver resolver;
  private final Findings findings = new Findings();
  private final Map<String, SecretRow> rows = new LinkedHashMap<>();

  private Verifier(Question question, Stock stock) {
    this.question = question;
    this.stock = stock;
    this.resolver = new Resolver(question);
  }

  public static Verification verify(Question question, Stock stock) {
    Verifier verifier = new Verifier(question, stock);
    question.rules().forEach(verifier::rule);
    ReferenceCheck.check(question.templates(), stock, verifier.findings);
    PullCheck.check(question.templates(), stock, verifier.findings);
    return verifier.findings.verification(List.copyOf(verifier.rows.values()));
  }

  /** What has to be looked up to answer the question. */
  public static Set<ObjectRef> wanted(Question question) {
    Resolver resolver = new Resolver(question);
    Set<ObjectRef> wanted = new TreeSet<>();
    question.templates().forEach(it -> wanted.addAll(it.references().objects()));
    for (SecretRule rule : question.rules()) {
      if (!rule.ofRecord() || resolver.referred(rule.name())) {
        resolver.resolve(rule.name()).forEach(it -> wanted.add(ObjectRef.secret(it)));
        rule.contents().equals().values().stream()
            .map(SecretRule.KeyPath::secret)
            .filter(Objects::nonNull)
            .flatMap(it -> resolver.resolveAnywhere(it).stream())
            .forEach(it -> wanted.add(ObjectRef.secret(it)));
      }
    }
    return wanted;
  }

  /** Those of the record's own rules that no template of any of its services refers to. */
  public static List<Caution> unreferenced(
      Collection<SecretRule> ofRecord, Collection<PodTemplate> templates) {
    return ofRecord.stream()
        .map(SecretRule::name)
        .distinct()
        .filter(
            declared ->
                templates.stream()
                    .flatMap(template -> template.references().secrets())
                    .noneMatch(name -> GeneratedName.isOf(declared, name)))
        .<Caution>map(Caution.Unreferenced::new)
        .toList();
  }

  private void rule(SecretRule rule) {
    if (!resolver.referred(rule.name())) {
      if (rule.ofRecord()) {
        return;
      }
      findings.add(new Caution.Unreferenced(rule.name()));
    }
    List<String> resolved = resolver.resolve(rule.name());
    List<String> found = new ArrayList<>();
    SortedSet<String> missing = new TreeSet<>();
    SortedSet<String> malformed = new TreeSet<>();
    for (String name : resolved) {
      ObjectRef object = ObjectRef.secret(name);
      switch (stock.lookup(object)) {
        case Stock.Lookup.Unreadable(String why) -> findings.undecided(why);
        case Stock.Lookup.Absent _ -> {
          findings.missing(object, RECORD);
          missing.addAll(rule.named());
        }
        case Stock.Lookup.Found(ObjectFacts facts) -> {
          found.add(name);
          missing.addAll(missing(rule, facts));
          malformed.addAll(new ContentCheck(rule, facts, stock, resolver, findings).check());
          look(rule, facts, malformed);
        }
      }
    }
    new EnvCheck(rule, resolved, stock, findings).check(question.templates());
    SecretRow row =
        new SecretRow(
            rule.name(),
            found,
            List.copyOf(missing),
            List.copyOf(malformed),
            behind(rule.name(), resolved));
    rows.merge(rule.name(), row, SecretRow::and);
  }

  private SortedSet<String> missing(SecretRule rule, ObjectFacts facts) {
    SortedSet<String> missing = new TreeSet<>();
    for (String key : rule.named()) {
      KeyFacts value = facts.keys().get(key);
      if (value == null) {
        findings.missing(facts.object(), key, RECORD);
        missing.add(key);
      } else if (value.look().empty() && rule.filled().contains(key)) {
        findings.empty(facts.object(), key, RECORD);
        missing.add(key);
      }
    }
    return missing;
  }

  /** A rule without keys speaks of the whole Secret. */
  private void look(SecretRule rule, ObjectFacts facts, SortedSet<String> malformed) {
    SortedSet<String> named = rule.named();
    for (String key : named.isEmpty() ? new TreeSet<>(facts.keys().keySet()) : named) {
      KeyFacts value = facts.keys().get(key);
      if (value != null && value.look().placeholder()) {
        findings.add(new Caution.Placeholder(facts.object(), key));
      }
      if (value != null && value.look().blankEnds() && !malformed.contains(key)) {
        findings.add(new Caution.Blank(facts.object(), key));
      }
    }
  }

  private List<String> behind(String declared, List<String> resolved) {
    return question.pods().stream()
        .filter(
            pod ->
                pod.secrets().stream()
                    .anyMatch(
                        name -> GeneratedName.isOf(declared, name) && !resolved.contains(name)))
        .map(RunningPod::name)
        .sorted()
        .toList();
  }
}
