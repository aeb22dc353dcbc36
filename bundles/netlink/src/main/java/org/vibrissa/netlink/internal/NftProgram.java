package org.vibrissa.netlink.internal;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.Nft;
import org.vibrissa.netlink.NftTable;

/**
 * Runs the nft program. For another namespace it is started by nsenter, not from a thread inside:
 * the JVM's process reaper would be born there and hold the namespace alive.
 */
@Component
public final class NftProgram implements Nft {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final String SEARCH_PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin";

    private final String program;

    /** Runs {@code nft} from the system's folders. */
    @Activate
    public NftProgram() {
        this("nft");
    }

    NftProgram(String program) {
        this.program = program;
    }

    @Override
    public void replace(NftTable table) {
        replace(Optional.empty(), table);
    }

    @Override
    public void replace(NetworkNamespace namespace, NftTable table) {
        replace(Optional.of(namespace), table);
    }

    private void replace(Optional<NetworkNamespace> namespace, NftTable table) {
        String request = "replace nft table " + table.name();
        run(request, namespace, NftScript.replace(table), "-f", "-");
    }

    @Override
    public boolean delete(String table) {
        return delete(Optional.empty(), table);
    }

    @Override
    public boolean delete(NetworkNamespace namespace, String table) {
        return delete(Optional.of(namespace), table);
    }

    private boolean delete(Optional<NetworkNamespace> namespace, String table) {
        NftTable.checkName(table);
        if (!tables(namespace).contains(table)) {
            return false;
        }
        run("delete nft table " + table, namespace, "", "delete", "table", "inet", table);
        return true;
    }

    @Override
    public Optional<String> list(String table) {
        return list(Optional.empty(), table);
    }

    @Override
    public Optional<String> list(NetworkNamespace namespace, String table) {
        return list(Optional.of(namespace), table);
    }

    private Optional<String> list(Optional<NetworkNamespace> namespace, String table) {
        NftTable.checkName(table);
        return tables(namespace).contains(table)
                ? Optional.of(
                        run(
                                "list nft table " + table,
                                namespace,
                                "",
                                "list",
                                "table",
                                "inet",
                                table))
                : Optional.empty();
    }

    @Override
    public List<String> tables() {
        return tables(Optional.empty());
    }

    private List<String> tables(Optional<NetworkNamespace> namespace) {
        String start = "table inet " + NftTable.PREFIX;
        return run("list nft tables", namespace, "", "list", "tables", "inet")
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring("table inet ".length()))
                .toList();
    }

    private String run(
            String request, Optional<NetworkNamespace> namespace, String input, String... args) {
        List<String> command = new ArrayList<>();
        namespace.ifPresent(
                ns -> {
                    command.add("nsenter");
                    command.add(
                            "--net=/proc/%d/fd/%d"
                                    .formatted(ProcessHandle.current().pid(), ns.fd()));
                });
        command.add(find(request));
        command.addAll(List.of(args));
        try {
            return execute(request, command, input);
        } catch (IOException e) {
            NetlinkException failure = Errno.of(request, Errno.EINVAL, e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private String find(String request) {
        for (String folder : SEARCH_PATH.split(":", -1)) {
            File file = new File(folder, program);
            if (file.canExecute()) {
                return file.getPath();
            }
        }
        throw Errno.of(
                request,
                Errno.ENOENT,
                "there is no " + program + " program; install the package nftables");
    }

    private static String execute(String request, List<String> command, String input)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("LC_ALL", "C");
        environment.put("PATH", SEARCH_PATH);
        Process process = builder.start();
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = drain(request, process);
            if (process.exitValue() != 0) {
                throw Errno.of(request, Errno.EINVAL, output.strip());
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Reads until the program has ended, with a deadline. */
    private static String drain(String request, Process process) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        InputStream stdout = process.getInputStream();
        long deadline = System.nanoTime() + TIMEOUT_NANOS;
        try {
            while (!process.waitFor(2, TimeUnit.MILLISECONDS)) {
                int ready = stdout.available();
                output.write(stdout.readNBytes(ready));
                if (System.nanoTime() - deadline > 0) {
                    throw Errno.of(request, Errno.ETIMEDOUT, "nft did not end within 30 s");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Errno.of(request, Errno.EINTR, "interrupted while nft ran");
        }
        output.write(stdout.readAllBytes());
        return output.toString(StandardCharsets.UTF_8);
    }
}
