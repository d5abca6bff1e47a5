package dev.releaserecord.image;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of strings: is it a reference, and what in it was never filled in. */
class ReferenceTableTest {

  record Row(String image, boolean valid, @Nullable String token) {}

  @ParameterizedTest
  @MethodSource("rows")
  void grammarAgrees(Row row) {
    assertThat(ImageReference.parse(row.image()).toOptional().isPresent())
        .as("%s", ImageReference.parse(row.image()))
        .isEqualTo(row.valid());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void tokenIsNamedAsWritten(Row row) {
    assertThat(Placeholder.find(row.image()).map(Placeholder::token))
        .isEqualTo(Optional.ofNullable(row.token()));
  }

  @Test
  void tableHoldsBothKindsInNumber() throws IOException {
    assertThat(rows().filter(row -> row.token() != null)).hasSizeGreaterThanOrEqualTo(60);
    assertThat(rows().filter(row -> row.valid() && row.token() == null))
        .hasSizeGreaterThanOrEqualTo(25);
    assertThat(rows().map(Row::image)).doesNotHaveDuplicates();
  }

  static Stream<Row> rows() throws IOException {
    try (InputStream table =
        requireNonNull(ReferenceTableTest.class.getResourceAsStream("/image/references.yaml"))) {
      return new KubernetesSerialization()
          .unmarshal(table, new TypeReference<List<Row>>() {}).stream();
    }
  }
}
