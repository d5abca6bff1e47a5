package dev.releaserecord.secret;

import java.util.List;
import java.util.Set;

/**
 * What is to be verified of one service.
 *
 * @param rules the service's own and the record's
 * @param templates of its workloads
 * @param pods that run of them
 * @param elsewhere names of Secrets that templates of other services of the record refer to: a key
 *     may have to equal one of theirs
 */
public record Question(
    List<SecretRule> rules,
    List<PodTemplate> templates,
    List<RunningPod> pods,
    Set<String> elsewhere) {

  public Question {
    rules = List.copyOf(rules);
    templates = List.copyOf(templates);
    pods = List.copyOf(pods);
    elsewhere = Set.copyOf(elsewhere);
  }
}
