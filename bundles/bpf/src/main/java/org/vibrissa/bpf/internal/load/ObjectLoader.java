package org.vibrissa.bpf.internal.load;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.MapSpec;
import org.vibrissa.bpf.NotSupportedException;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.ProgramSpec;
import org.vibrissa.bpf.VerifierRejectedException;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.ElfHandle;
import org.vibrissa.bpf.internal.kernel.Errno;
import org.vibrissa.bpf.internal.kernel.Fd;
import org.vibrissa.bpf.internal.kernel.LibBpfLog;
import org.vibrissa.bpf.internal.map.KernelMap;

/** Brings an object file into the kernel through libbpf. Thread-safe: one load at a time. */
public final class ObjectLoader {
    private final LibBpfLog log;

    public ObjectLoader(LibBpfLog log) {
        this.log = log;
    }

    /**
     * What is loaded: descriptors that belong to the caller.
     *
     * @param programs by name
     * @param maps raw descriptors by name, reused ones among them
     */
    public record Result(Map<String, Fd> programs, Map<String, Integer> maps)
            implements AutoCloseable {
        @Override
        public void close() {
            programs.values().forEach(Fd::close);
            maps.values().forEach(Bpf::close);
        }
    }

    /**
     * Loads a file.
     *
     * @param reuse live maps by name; all others are created
     * @param capacities max_entries by name of maps to be created
     */
    public synchronized Result load(
            ObjectReader.Parsed parsed,
            byte[] file,
            ObjectRequest request,
            Map<String, KernelMap> reuse,
            Map<String, Integer> capacities) {
        Attempt attempt = new Attempt(parsed, file, request, reuse, capacities);
        Optional<Result> loaded = attempt.run();
        if (loaded.isPresent()) {
            return loaded.get();
        }
        // Only a second try, with printing on, tells why; now and then it succeeds.
        Attempt again = new Attempt(parsed, file, request, reuse, capacities);
        List<String> warnings = log.capture(() -> again.result = again.run());
        return again.result.orElseThrow(() -> again.failure(warnings));
    }

    private static final class Attempt {
        private final ObjectReader.Parsed parsed;
        private final byte[] file;
        private final ObjectRequest request;
        private final Map<String, KernelMap> reuse;
        private final Map<String, Integer> capacities;
        private Optional<Result> result = Optional.empty();
        private Optional<String> refused = Optional.empty();
        private String verifierLog = "";
        private int error;

        Attempt(
                ObjectReader.Parsed parsed,
                byte[] file,
                ObjectRequest request,
                Map<String, KernelMap> reuse,
                Map<String, Integer> capacities) {
            this.parsed = parsed;
            this.file = file;
            this.request = request;
            this.reuse = reuse;
            this.capacities = capacities;
        }

        Optional<Result> run() {
            try (ElfHandle elf = ElfHandle.open(file, request.entry())) {
                prepare(elf);
                error = elf.load();
                if (error == 0) {
                    return Optional.of(take(elf));
                }
                refused = elf.refused();
                verifierLog = refused.map(elf::log).orElse("");
                return Optional.empty();
            }
        }

        private void prepare(ElfHandle elf) {
            for (ProgramSpec p : parsed.spec().programs()) {
                elf.autoload(p.name(), wanted(p));
            }
            capacities.forEach(elf::maxEntries);
            reuse.forEach((name, map) -> reuse(elf, name, map));
            Constants constants = new Constants(request.entry(), parsed.constants());
            elf.rodata()
                    .ifPresentOrElse(
                            section -> constants.apply(request, section), this::refuseConstants);
        }

        private boolean wanted(ProgramSpec program) {
            return request.programs().isEmpty() || request.programs().contains(program.name());
        }

        private static void reuse(ElfHandle elf, String name, KernelMap map) {
            int fd = map.fd().acquire();
            try {
                elf.reuse(name, fd);
            } finally {
                map.fd().release();
            }
        }

        private void refuseConstants() {
            if (request.rodata().isPresent() || !request.constants().isEmpty()) {
                throw new BpfException(
                        request.entry() + " has no .rodata, but the request sets constants");
            }
        }

        private Result take(ElfHandle elf) {
            Map<String, Fd> programs = new LinkedHashMap<>();
            Map<String, Integer> maps = new HashMap<>();
            for (ProgramSpec p : parsed.spec().programs()) {
                if (wanted(p)) {
                    programs.put(p.name(), elf.program(p.name()));
                }
            }
            for (MapSpec m : parsed.spec().maps()) {
                maps.put(m.name(), elf.mapFd(m.name()));
            }
            return new Result(programs, maps);
        }

        BpfException failure(List<String> warnings) {
            String name = Errno.name(-error);
            if (refused.isPresent() && error != -Errno.EPERM) {
                String program = refused.get();
                return new VerifierRejectedException(
                        program,
                        "the verifier refused program "
                                + program
                                + " of "
                                + request.entry()
                                + ": "
                                + name
                                + VerifierLog.unknownHelper(verifierLog)
                                        .map(f -> ", the kernel lacks helper function " + f)
                                        .orElse(""),
                        VerifierLog.tail(verifierLog),
                        -error,
                        name);
            }
            String why = warnings.isEmpty() ? "" : "\n" + String.join("\n", warnings);
            if (error == -Errno.ENOTSUPP || error == -Errno.EOPNOTSUPP) {
                return new NotSupportedException(
                        "load", "the kernel cannot load " + request.entry() + ": " + name + why);
            }
            return Bpf.failed("load " + request.entry() + why, error);
        }
    }
}
