package dev.releaserecord.secret;

import dev.releaserecord.rollout.reference.ObjectRef;
import dev.releaserecord.secret.SecretRule.KeyPath;
import dev.releaserecord.secret.fact.Fingerprint;
import dev.releaserecord.secret.fact.Flaw;
import dev.releaserecord.secret.fact.Format;
import dev.releaserecord.secret.fact.KeyFacts;
import dev.releaserecord.secret.fact.ObjectFacts;
import dev.releaserecord.secret.fact.Stock;
import dev.releaserecord.secret.fact.UrlPart;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether the values of one Secret are what a rule asks for. What is missing is said elsewhere. */
final class ContentCheck {

  private final SecretRule rule;
  private final ObjectFacts facts;
  private final Stock stock;
  private final Resolver resolver;
  private final Findings findings;
  private final SortedSet<String> malformed = new TreeSet<>();

  ContentCheck(
      SecretRule rule, ObjectFacts facts, Stock stock, Resolver resolver, Findings findings) {
    this.rule = rule;
    this.facts = facts;
    this.stock = stock;
    this.resolver = resolver;
    this.findings = findings;
  }

  /** Keys that break the rule. */
  SortedSet<String> check() {
    new TreeMap<>(rule.contents().formats()).forEach(this::format);
    new TreeMap<>(rule.contents().equals()).forEach(this::equal);
    new TreeMap<>(rule.contents().urls()).forEach(this::url);
    return malformed;
  }

  private void format(String key, Format format) {
    KeyFacts value = facts.keys().get(key);
    if (value != null && !value.look().empty()) {
      value.flaw(format).ifPresent(flaw -> malformed(key, format, flaw));
    }
  }

  private void malformed(String key, Format format, Flaw flaw) {
    malformed.add(key);
    findings.add(new Defect.Malformed(facts.object(), key, format, flaw));
  }

  private void equal(String key, KeyPath path) {
    KeyFacts value = facts.keys().get(key);
    if (value == null) {
      return;
    }
    if (path.secret() == null) {
      equal(key, value, facts, path.key());
      return;
    }
    for (String name : resolver.resolveAnywhere(path.secret())) {
      ObjectRef other = ObjectRef.secret(name);
      switch (stock.lookup(other)) {
        case Stock.Lookup.Unreadable(String why) -> findings.undecided(why);
        case Stock.Lookup.Absent _ -> findings.missing(other, needs(key));
        case Stock.Lookup.Found(ObjectFacts its) -> {
          if (its.keys().containsKey(path.key())) {
            equal(key, value, its, path.key());
          } else {
            findings.missing(other, path.key(), needs(key));
          }
        }
      }
    }
  }

  private String needs(String key) {
    return "`equals` of " + Wording.key(facts.object(), key) + " in the record";
  }

  private void equal(String key, KeyFacts value, ObjectFacts other, String otherKey) {
    KeyFacts otherValue = other.keys().get(otherKey);
    if (otherValue == null || otherValue.value().equals(value.value())) {
      return;
    }
    malformed.add(key);
    findings.add(
        new Defect.Unequal(
            facts.object(), key, other.object(), otherKey, hint(key, value, otherKey, otherValue)));
  }

  private void url(String key, Map<UrlPart, String> parts) {
    KeyFacts value = facts.keys().get(key);
    if (value == null || (value.look().empty() && rule.filled().contains(key))) {
      return;
    }
    if (value.flaw(Format.URL).isPresent()) {
      malformed(key, Format.URL, value.flaw(Format.URL).get());
      return;
    }
    new EnumMap<>(parts).forEach((part, partKey) -> part(key, value, part, partKey));
  }

  private void part(String key, KeyFacts url, UrlPart part, String partKey) {
    KeyFacts value = facts.keys().get(partKey);
    Fingerprint found = url.url().get(part);
    if (value == null || value.value().equals(found) || (found == null && value.look().empty())) {
      return;
    }
    malformed.add(key);
    findings.add(
        new Defect.UrlDiffers(
            facts.object(), key, part, partKey, found == null, hint(key, url, partKey, value)));
  }

  private static String hint(String key, KeyFacts value, String otherKey, KeyFacts other) {
    if (!value.look().blankEnds() && !other.look().blankEnds()) {
      return "";
    }
    return " (" + (other.look().blankEnds() ? otherKey : key) + " has blanks at an end)";
  }
}
