package dev.gemba.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * CPU time of a JVM without that of its JIT, which still works now and then after minutes. The JVM
 * has to be started with {@link #KEEPING_JIT_THREADS}, as what a thread has used is forgotten with
 * it.
 *
 * @param pid of the JVM
 * @param compilers ids of the JIT's threads
 */
record JvmCpu(long pid, List<Long> compilers) {

  static final String KEEPING_JIT_THREADS = "-XX:-UseDynamicNumberOfCompilerThreads";

  static JvmCpu of(long pid) throws IOException {
    List<Long> compilers = new ArrayList<>();
    for (String name : List.of("C1 Compiler", "C2 Compiler")) {
      compilers.addAll(Proc.threads(pid, name));
    }
    return new JvmCpu(pid, compilers);
  }

  double millis() throws IOException {
    double millis = Proc.cpuMillis(pid);
    for (long compiler : compilers) {
      millis -= Proc.cpuMillis(pid, compiler);
    }
    return millis;
  }
}
