package dev.releaserecord.secret;

import java.util.regex.Pattern;

/** Names that kustomize's {@code secretGenerator} makes: the one that was given, and a hash. */
public final class GeneratedName {

  /** Ten characters, none of which can be taken for another or make a word. */
  private static final Pattern SUFFIX = Pattern.compile("-[2456789bcdfghkmt]{10}");

  private static final int LENGTH = 11;

  private GeneratedName() {}

  /** Whether an object is the one declared by that name, or a generation of it. */
  public static boolean isOf(String declared, String name) {
    return name.equals(declared) || isGenerationOf(declared, name);
  }

  /** The name that was declared for it, as far as its own name tells. */
  public static String declared(String name) {
    String rest = name.substring(0, Math.max(0, name.length() - LENGTH));
    return isGenerated(name) && !rest.endsWith("-") && !rest.endsWith(".") ? rest : name;
  }

  /** Whether it is a generation of the one declared by that name. */
  static boolean isGenerationOf(String declared, String name) {
    return name.length() == declared.length() + LENGTH
        && name.startsWith(declared)
        && isGenerated(name);
  }

  /** Whether it ends as generated names do. */
  static boolean isGenerated(String name) {
    return name.length() > LENGTH
        && SUFFIX.matcher(name).region(name.length() - LENGTH, name.length()).matches();
  }
}
