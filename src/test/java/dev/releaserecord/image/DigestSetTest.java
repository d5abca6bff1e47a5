package dev.releaserecord.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.releaserecord.image.DigestSet.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The expected ids were made by {@code sha256sum} over lines that {@code LC_ALL=C sort} sorted. */
class DigestSetTest {

  private static final Digest A = new Digest("sha256:" + "a".repeat(64));
  private static final Digest B = new Digest("sha256:" + "b".repeat(64));

  @Test
  void oneServiceIsTheTestVector() {
    assertThat(DigestSet.of(List.of(new Member("users", "r.io/a/users", A))))
        .contains("sha256:9d68b6b0773af57cb3afc28c408ee1a889cd79a6d915f499e460e0850c94bcfe");
  }

  @Test
  void linesAreSortedAsBytesNotAsNames() {
    // "users-api=" sorts before "users=" because a dash is below the equals sign.
    Member users = new Member("users", "r.io/a/users", A);
    Member api = new Member("users-api", "r.io/a/api", B);
    Member capital = new Member("Users", "r.io/a/u", B);
    String expected = "sha256:6212a2fbc8e1d700010ff0febff735382c4646db06699f2c9a42d4c60dc5235c";
    assertThat(DigestSet.of(List.of(users, api, capital))).contains(expected);
    assertThat(DigestSet.of(List.of(capital, api, users))).contains(expected);
  }

  @Test
  void nothingDeclaredHasNoId() {
    assertThat(DigestSet.of(List.of())).isEmpty();
  }
}
