package dev.releaserecord.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The id of what a record declares. It is {@code sha256:} and the hexadecimal SHA-256 over the
 * lines {@code <service>=<image>@<digest>\n} in UTF-8, sorted as bytes, so that {@code LC_ALL=C
 * sort | sha256sum} gives the same.
 */
public final class DigestSet {

  private DigestSet() {}

  /**
   * One service that has a digest.
   *
   * @param service its name in the record
   * @param image its repository as declared, prefix and borrowed image resolved, not normalised
   * @param digest what it is to run
   */
  public record Member(String service, String image, Digest digest) {}

  /** The id of these members in whatever order; nothing where there are none. */
  public static Optional<String> of(Collection<Member> members) {
    if (members.isEmpty()) {
      return Optional.empty();
    }
    MessageDigest sha256 = sha256();
    members.stream().map(DigestSet::line).sorted(Arrays::compareUnsigned).forEach(sha256::update);
    return Optional.of("sha256:" + HexFormat.of().formatHex(sha256.digest()));
  }

  private static byte[] line(Member member) {
    String line = member.service() + "=" + member.image() + "@" + member.digest() + "\n";
    return line.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
