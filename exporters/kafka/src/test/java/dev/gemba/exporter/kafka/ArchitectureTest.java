package dev.gemba.exporter.kafka;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.gemba.exporter.kafka", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule DEPENDS_ON_THE_EXPORTER_API_AND_ITS_OWN_LIBRARIES_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.gemba.api.export",
              "dev.gemba.exporter.kafka..",
              "dev.gemba.exporter.opentelemetry",
              "io.opentelemetry..",
              "org.apache.kafka.clients.producer",
              "org.apache.kafka.common..",
              "org.slf4j..");

  /** What the application has too, and has the first word on. */
  @ArchTest
  static final ArchRule LEAVES_ALONE_WHAT_THE_JVM_HAS_ONCE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.util.logging..", "java.lang.management..", "javax.management..");

  /** Every JVM with Gemba loads it before the application's main method. */
  @ArchTest
  static final ArchRule THE_PROVIDER_KNOWS_NO_LIBRARY =
      noClasses()
          .that()
          .haveSimpleName("KafkaExporterProvider")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..", "org.apache..", "org.slf4j..");
}
