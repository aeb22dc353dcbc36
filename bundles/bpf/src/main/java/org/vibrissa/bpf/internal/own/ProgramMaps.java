package org.vibrissa.bpf.internal.own;

import java.util.Set;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.Errno;

/** Which maps a program in the kernel uses, whoever loaded it. */
final class ProgramMaps {
    private final KernelAccess kernel;

    ProgramMaps(KernelAccess kernel) {
        this.kernel = kernel;
    }

    /** The kernel's ids of them; none when the program is gone. */
    Set<Integer> of(int programId) {
        int fd = kernel.bpf().openById(Bpf.Kind.PROGRAM, programId);
        if (fd == -Errno.ENOENT) {
            return Set.of();
        } else if (fd < 0) {
            throw Bpf.failed("open program " + programId, fd);
        }
        try {
            return kernel.infos().mapsOfProgram(fd);
        } finally {
            Bpf.close(fd);
        }
    }
}
