package dev.gemba.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of dependency that ARCHITECTURE.md states. */
@AnalyzeClasses(packages = "dev.gemba.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule byteBuddyIsUsedInWeaveOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.gemba.agent.weave")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.bytebuddy..");

  @ArchTest
  static final ArchRule yamlIsUsedInConfigOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.gemba.agent.config")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.snakeyaml..");

  @ArchTest
  static final ArchRule profilersAreUsedInProfileOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.gemba.agent.profile")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("one..", "jdk.jfr..");

  @ArchTest
  static final ArchRule openTelemetryIsTheExportersBusiness =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule theWeaverTakesNothingOfByteBuddyButItsAsm =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("net.bytebuddy..")
                  .and(not(resideInAPackage("net.bytebuddy.jar.asm.."))));

  @ArchTest
  static final ArchRule patternsStandAlone =
      classes()
          .that()
          .resideInAPackage("dev.gemba.agent.target")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.gemba.agent.target");

  @ArchTest
  static final ArchRule analysisIsPure =
      classes()
          .that()
          .resideInAPackage("dev.gemba.agent.analyse")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "dev.gemba.api.export", "dev.gemba.agent.analyse");

  @ArchTest
  static final ArchRule readingKnowsNothingOfExport =
      noClasses()
          .that()
          .resideInAPackage("dev.gemba.agent.record")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.gemba.agent.pipeline");

  @ArchTest
  static final ArchRule partsDoNotKnowWhoStartsThem =
      noClasses()
          .that()
          .resideInAPackage("dev.gemba.agent.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.gemba.agent");

  @ArchTest
  static final ArchRule controlKnowsTheAgentByItsInterfaceAlone =
      classes()
          .that()
          .resideInAPackage("dev.gemba.agent.control")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "jdk.net",
              "com.fasterxml.jackson.core..",
              "dev.gemba.agent.analyse",
              "dev.gemba.agent.control");

  @ArchTest
  static final ArchRule jsonIsWrittenForTheControlChannelOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.gemba.agent.control", "dev.gemba.agent")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.gemba.agent.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule premainStaysAwayFromWhatApplicationsConfigure =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.gemba.agent.config", "dev.gemba.agent.target", "dev.gemba.agent.weave")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "javax.management..", "java.nio.file..");
}
