package dev.releaserecord.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.image.ImageReference;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every repository gets a label of its own. */
class NamesTest {

  private static List<String> names(String... repositories) {
    List<ImageReference> all =
        Stream.of(repositories)
            .map(it -> ImageReference.parse(it).toOptional().orElseThrow())
            .toList();
    Names names = new Names(all);
    return all.stream().map(names::of).toList();
  }

  @Test
  void theLastSegmentIsTheName() {
    assertThat(names("r.io/g/users", "nginx", "r.io/g/core_api.v2"))
        .containsExactly("users", "nginx", "core-api-v2");
  }

  @Test
  void whereTwoEndAlikeWhatStandsBeforeTellsThem() {
    assertThat(names("r.io/a/app", "r.io/b/app", "q.io/b/app", "s.io/app"))
        .containsExactly("a-app", "b-app", "b-app-2", "app");
  }

  @Test
  void aLabelHas63CharactersAndNoDashAtItsEnds() {
    String wide = "x".repeat(62) + "-y".repeat(10);
    assertThat(names("r.io/" + wide, "q.io/" + wide, "r.io/a__b"))
        .allSatisfy(name -> assertThat(name).matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"))
        .doesNotHaveDuplicates();
  }
}
