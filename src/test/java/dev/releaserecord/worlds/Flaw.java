package dev.releaserecord.worlds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.releaserecord.api.ReleaseRecordStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A fault that is put into the operator, to see that it is found. */
enum Flaw {
  None,
  /** A pin does not test the image that it replaces. */
  PinsOverAnyImage,
  /** A pin does not test whose object it changes. */
  PinsAnyObject,
  /** What a workload's status says is believed, though its controller has not seen the spec. */
  BelievesStaleCounts,
  /** A status says that it speaks of the newest generation, whichever was read. */
  ClaimsNewestGeneration,
  /** A write of ours hides what the watch tells afterwards. */
  BelievesOwnWriteForEver,
  /** Nobody looks again when time alone changes something. */
  ForgetsToLookAgain,
  /** A status that could not be written is not written again. */
  DropsUnwrittenStatus,
  /** A drain scales to 0 first and leaves the label to a second write. */
  DrainsWithoutLabel,
  /** A drain does not test what it was decided upon. */
  DrainsAnyState,
  /** A drain does not put the finalizer on the record before. */
  DrainsWithoutFinalizer,
  /** A restore does not test that nobody has scaled meanwhile. */
  RestoresOverAnyScale,
  /** The finalizer goes while a Deployment is drained. */
  ReleasesTooEarly,
  /** A pod is deleted by its name, whatever it is by now. */
  DeletesAnyPod,
  /** An attempt is made before it stands in the status. */
  ActsBeforeItIsWritten,
  /** Attempts are kept in memory alone. */
  CountsInMemory,
  /** How often an image was set back is kept in memory alone. */
  CountsFlipsInMemory,
  /** A new process takes any list for the newest. */
  ListsWhatIsOld;

  /** A patch as the operator sends it. */
  String in(String patch) {
    return switch (this) {
      case PinsOverAnyImage -> without(patch, test("/image"));
      case PinsAnyObject -> without(patch, test("/metadata/uid"));
      case DrainsWithoutLabel ->
          without(patch, it -> it.path("op").asText().equals("add") && restoreLabel(it));
      case DrainsAnyState -> without(patch, test("/resourceVersion").or(test("/spec/replicas")));
      case RestoresOverAnyScale -> without(patch, test("/spec/replicas"));
      default -> patch;
    };
  }

  /** A status as the operator writes it. */
  ReleaseRecordStatus in(ReleaseRecordStatus status) {
    return switch (this) {
      case CountsInMemory -> Ages.withoutAttempts(status);
      case CountsFlipsInMemory -> Ages.withoutFlips(status);
      default -> status;
    };
  }

  private static Predicate<JsonNode> test(String pathEnd) {
    return it ->
        it.path("op").asText().equals("test") && it.path("path").asText().endsWith(pathEnd);
  }

  private static boolean restoreLabel(JsonNode operation) {
    return operation.path("path").asText().endsWith("restore-replicas");
  }

  private static String without(String patch, Predicate<JsonNode> which) {
    List<String> kept = new ArrayList<>();
    Patcher.read(patch)
        .forEach(
            operation -> {
              if (!which.test(operation)) {
                kept.add(operation.toString());
              }
            });
    return kept.toString();
  }
}
