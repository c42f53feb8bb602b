package dev.gemba.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.gemba.api", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule usesTheJdkOnly =
      classes().should().onlyDependOnClassesThat().resideInAnyPackage("java..", "dev.gemba.api..");

  @ArchTest
  static final ArchRule applicationsNeedNothingOfTheExportModel =
      noClasses()
          .that()
          .resideInAPackage("dev.gemba.api")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.gemba.api.export");
}
