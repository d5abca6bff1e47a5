package dev.releaserecord;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The laws of docs/architecture.md. */
@Execution(ExecutionMode.CONCURRENT)
class ArchitectureTest {

  private static final String ROOT = "dev.releaserecord.";
  private static final int LINES = 300;
  private static final int TYPES = 20;
  private static final Path MAIN = Path.of("src/main/java");

  /** What each package may use of this project; a package is always meant with those below it. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("api", List.of()),
          Map.entry("image", List.of()),
          Map.entry("rollout", List.of("image")),
          Map.entry("condition", List.of("api")),
          Map.entry("secret", List.of("rollout")),
          Map.entry("draft", List.of("image", "rollout", "secret")),
          Map.entry("plan", List.of("api", "condition", "image", "rollout", "secret")),
          Map.entry("status", List.of("api", "condition", "image", "rollout", "secret", "plan")),
          Map.entry(
              "preview",
              List.of("api", "condition", "image", "rollout", "secret", "plan", "status")),
          Map.entry(
              "kube", List.of("api", "condition", "image", "rollout", "secret", "plan", "status")),
          Map.entry(
              "telemetry",
              List.of("api", "condition", "image", "rollout", "secret", "plan", "status")),
          Map.entry(
              "check",
              List.of("api", "condition", "image", "rollout", "secret", "plan", "status", "kube")),
          Map.entry(
              "controller",
              List.of(
                  "check",
                  "api",
                  "condition",
                  "image",
                  "rollout",
                  "secret",
                  "plan",
                  "status",
                  "kube",
                  "check",
                  "telemetry")));

  private static final String[] PURE = {
    ROOT + "condition..",
    ROOT + "image..",
    ROOT + "rollout..",
    ROOT + "secret..",
    ROOT + "plan..",
    ROOT + "status..",
    ROOT + "preview..",
    ROOT + "draft.."
  };

  private static final List<String> BYTES =
      List.of("[B", "[C", "java.nio.ByteBuffer", "java.nio.CharBuffer");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.releaserecord");

  @Test
  void thePureCoreDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "io.fabric8.kubernetes.client..",
                    "io.javaoperatorsdk..",
                    "io.micrometer..",
                    "org.slf4j..",
                    "ch.qos.logback..",
                    "java.io..",
                    "java.net..",
                    "java.nio.file..",
                    "java.util.concurrent..",
                    "java.sql..")
                .and(not("java.io.Serializable")))
        .orShould()
        .dependOnClassesThat(named("java.time.Clock"))
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CODE);
  }

  @Test
  void arrowsPointInward() {
    MAY_USE.forEach(
        (room, allowed) ->
            classes()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .onlyDependOnClassesThat(
                    describe(
                        "are of " + room + ", of " + allowed + ", or not of this project",
                        (JavaClass type) -> mayUse(room, allowed, type)))
                .check(CODE));
  }

  private static boolean mayUse(String room, List<String> allowed, JavaClass type) {
    String name = type.getPackageName();
    return !name.startsWith("dev.releaserecord")
        || in(name, room)
        || allowed.stream().anyMatch(other -> in(name, other));
  }

  private static boolean in(String packageName, String room) {
    return packageName.equals(ROOT + room) || packageName.startsWith(ROOT + room + ".");
  }

  /**
   * What decides cannot hold the value of a Secret: it knows neither the object nor bytes, and what
   * the edge tells of a value has no room for text.
   */
  @Test
  void noValueFitsIntoThePureCore() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            describe(
                "are Secrets, or read them",
                type ->
                    type.getName().startsWith("io.fabric8.kubernetes.api.model.Secret")
                        || type.getName().startsWith("io.fabric8.kubernetes.api.model.ConfigMap")
                        || type.getName().equals("java.util.Base64")
                        || type.getName().startsWith("javax.crypto.")))
        .check(CODE);
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(PURE)
        .should()
        .haveRawType(describe("holds bytes", type -> BYTES.contains(type.getName())))
        .check(CODE);
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(ROOT + "secret.fact")
        .and()
        .areNotStatic()
        .and()
        .areDeclaredInClassesThat(
            describe(
                "are no fixed list and no failure of ours",
                type -> !type.isEnum() && !type.getSimpleName().equals("Unreadable")))
        .should()
        .haveRawType(
            describe(
                "has no room for text, or is a collection",
                type -> !type.isAssignableTo(CharSequence.class) && !type.isArray()))
        .check(CODE);
    assertThat(CODE.get(ROOT + "secret.fact.Fingerprint").getFields())
        .extracting(field -> field.getRawType().getName())
        .containsExactly("long", "long");
    assertThat(CODE.get(ROOT + "secret.fact.KeyFacts").getFields())
        .extracting(field -> field.getType().toErasure().getSimpleName())
        .containsExactlyInAnyOrder("Look", "Map", "Fingerprint", "Map");
  }

  @Test
  void everyRoomHasALaw() {
    List<String> rooms =
        CODE.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(ROOT))
            .map(name -> name.substring(ROOT.length()).split("\\.")[0])
            .distinct()
            .filter(room -> !room.equals("app"))
            .toList();
    assertThat(MAY_USE.keySet()).containsExactlyInAnyOrderElementsOf(rooms);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.releaserecord.(**)").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "app..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CODE);
  }

  @Test
  void noNameSaysNothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Common|Manager|Impl|Base)")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .check(CODE);
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    for (String name : CODE.stream().map(JavaClass::getPackageName).distinct().toList()) {
      JavaClass info = CODE.get(name + ".package-info");
      assertThat(info.isAnnotatedWith(NullMarked.class)).as(name).isTrue();
    }
  }

  @Test
  void packagesStaySmall() {
    Map<String, Long> sizes =
        CODE.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .filter(type -> !type.getPackageName().equals("dev.releaserecord.api"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
    assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThan(TYPES + 1));
  }

  @Test
  void classesStaySmall() throws IOException {
    List<String> long_ = new java.util.ArrayList<>();
    for (Path file : sources()) {
      long lines = Files.lines(file).count();
      if (lines > LINES && !file.startsWith(MAIN.resolve("dev/releaserecord/api"))) {
        long_.add(file + " has " + lines + " lines");
      }
    }
    assertThat(long_).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static DescribedPredicate<JavaClass> named(String name) {
    return describe("is " + name, type -> type.getName().equals(name));
  }

  private static DescribedPredicate<JavaClass> not(String name) {
    return describe("is not " + name, type -> !type.getName().equals(name));
  }
}
