package dev.mallbots.platform.testing;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/**
 * What the compiler made of the module under test. It is read once, since that takes seconds and JUnit makes a new test
 * object for every method.
 */
final class CompiledCode {

    static final JavaClasses OF_THIS_MODULE = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private CompiledCode() {}
}
