package dev.mignet;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module graph of docs/architecture.md, which Maven's dependencies alone would let slip. */
class ModuleGraphTest {

  private static final JavaClasses MIGNET =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.mignet");

  /** From a module's root package to the packages of other modules that it may use. */
  private static final Map<String, String[]> MAY_USE =
      Map.of(
          "dev.mignet.nodes",
          new String[] {},
          "dev.mignet.san",
          new String[] {"dev.mignet.nodes.."},
          "dev.mignet.tcpmig",
          new String[] {"dev.mignet.nodes.."},
          "dev.mignet.topology",
          new String[] {"dev.mignet.nodes..", "dev.mignet.san..", "dev.mignet.tcpmig.settings"},
          "dev.mignet.apache",
          new String[] {
            "dev.mignet.topology..",
            "dev.mignet.nodes..",
            "dev.mignet.san..",
            "dev.mignet.tcpmig.settings",
            "dev.mignet.tcpmig.wire",
            "dev.mignet.tcpmig.san"
          });

  @Test
  void every_module_is_here() {
    MAY_USE
        .keySet()
        .forEach(module -> assertThat(MIGNET.that(resideInAPackage(module + ".."))).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodes", "san", "tcpmig", "topology", "apache"})
  void a_module_uses_only_those_below_it(String name) {
    String module = "dev.mignet." + name;
    String[] allowed = MAY_USE.get(module);
    noClasses()
        .that()
        .resideInAPackage(module + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.mignet..")
                .and(not(resideInAPackage(module + "..")))
                .and(not(resideInAnyPackage(allowed))))
        .check(MIGNET);
  }

  @Test
  void only_the_linux_layer_calls_native_code() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.mignet.nodes.linux")
        .should()
        .dependOnClassesThat(resideInAPackage("com.kenai.jffi.."))
        .check(MIGNET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nodes", "san", "tcpmig", "topology", "apache"})
  void packages_of_a_module_have_no_cycles(String name) {
    slices()
        .matching("dev.mignet." + name + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(MIGNET);
  }
}
