package dev.mallbots.platform.testing;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/**
 * The compiled classes of the module under test, read once, because reading takes seconds and JUnit creates a new test object for every
 * method.
 */
final class CompiledCode {

    static final JavaClasses OF_THIS_MODULE = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private CompiledCode() {}
}
