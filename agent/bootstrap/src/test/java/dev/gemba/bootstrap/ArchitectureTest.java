package dev.gemba.bootstrap;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.invoke.VarHandle;

@AnalyzeClasses(
    packages = "dev.gemba.bootstrap",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String UNSAFE = "jdk.internal.misc.Unsafe";

  /** What is in the boot loader can see nothing else, and must not wake what is late to wake. */
  @ArchTest
  static final ArchRule bridgeUsesTheCoreOfTheJdkOnly =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java.lang",
                      "java.lang.ref",
                      "java.lang.reflect",
                      "java.util",
                      "java.util.concurrent",
                      "java.util.concurrent.atomic",
                      "java.util.function",
                      // Names only, which HotSpot reads.
                      "jdk.internal.vm.annotation",
                      "dev.gemba.bootstrap")
                  // For its fence alone, which wakes nothing.
                  .or(type(VarHandle.class))
                  .or(name(UNSAFE)));

  @ArchTest
  static final ArchRule onlyTheTableOfRecordersReadsWithoutChecks =
      noClasses()
          .that()
          .doNotHaveSimpleName("RecorderTable")
          .should()
          .dependOnClassesThat(name(UNSAFE));
}
