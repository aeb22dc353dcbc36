package org.vibrissa.netlink.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.vibrissa.netlink.NetlinkException;
import org.vibrissa.netlink.NetworkNamespace;
import org.vibrissa.netlink.NetworkNamespaces;

/** Named namespaces are bind mounts of nsfs files below one folder, as iproute2 has it. */
@Component(immediate = true)
public final class NamespaceFolder implements NetworkNamespaces {
    private static final Path FOLDER = Path.of("/run/netns");
    private static final long MS_BIND = 0x1000;
    private static final long MS_REC = 0x4000;
    private static final long MS_SHARED = 1 << 20;
    private static final int MNT_DETACH = 2;
    private static final byte[] NOTHING = bytes("none");

    /** Needs nothing. */
    @Activate
    public NamespaceFolder() {
        Libc.bind();
    }

    /** Whoever holds a socket of this bundle has a reference to this component and ended before. */
    @Deactivate
    void stop() {
        Libc.unbind();
    }

    @Override
    public NetworkNamespace own() {
        return OpenNamespace.open("own", Path.of("/proc/self/ns/net"));
    }

    @Override
    public NetworkNamespace open(String name) {
        return OpenNamespace.open(name, path(name));
    }

    @Override
    public NetworkNamespace open(Path path) {
        return OpenNamespace.open(path.toString(), path);
    }

    @Override
    public NetworkNamespace ofProcess(int pid) {
        if (pid < 1) {
            throw new IllegalArgumentException("a process id is positive: " + pid);
        }
        return OpenNamespace.open("pid " + pid, Path.of("/proc/" + pid + "/ns/net"));
    }

    private static Path path(String name) {
        boolean good =
                !name.isEmpty()
                        && !name.equals(".")
                        && !name.equals("..")
                        && name.indexOf('/') < 0
                        && name.indexOf('\0') < 0
                        && name.getBytes(StandardCharsets.UTF_8).length <= 255;
        if (!good) {
            throw new IllegalArgumentException("not a namespace name: \"" + name + "\"");
        }
        return FOLDER.resolve(name);
    }

    @Override
    public NetworkNamespace create(String name) {
        Path path = path(name);
        String request = "create network namespace " + name;
        shareFolder(request);
        byte[] file = bytes(path.toString());
        int fd = Libc.open(file, Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC, 0);
        if (fd < 0) {
            throw Errno.last(request);
        }
        Libc.close(fd);
        try {
            bindNew(request, file);
            return open(name);
        } catch (RuntimeException e) {
            delete(name);
            throw e;
        }
    }

    /**
     * Mounts must reach processes in other mount namespaces, or they could not be removed there.
     */
    private static void shareFolder(String request) {
        try {
            Files.createDirectories(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(request + ": cannot make " + FOLDER, e);
        }
        byte[] folder = bytes(FOLDER.toString());
        if (Libc.mount(bytes(""), folder, NOTHING, MS_SHARED | MS_REC, NOTHING) == 0) {
            return;
        }
        if (Libc.errno() != Errno.EINVAL) {
            throw Errno.last(request + " (share " + FOLDER + ")");
        }
        if (Libc.mount(folder, folder, NOTHING, MS_BIND | MS_REC, NOTHING) < 0
                || Libc.mount(bytes(""), folder, NOTHING, MS_SHARED | MS_REC, NOTHING) < 0) {
            throw Errno.last(request + " (mount " + FOLDER + ")");
        }
    }

    /** A thread of its own leaves its namespace for a new one, pins that to the file, and ends. */
    private static void bindNew(String request, byte[] file) {
        byte[] own = bytes("/proc/thread-self/ns/net");
        FutureTask<Boolean> task =
                new FutureTask<>(
                        () -> {
                            if (Libc.unshare(Libc.CLONE_NEWNET) < 0
                                    || Libc.mount(own, file, NOTHING, MS_BIND, NOTHING) < 0) {
                                throw Errno.last(request);
                            }
                            return true;
                        });
        Thread thread = new Thread(task, "netns-new");
        thread.setDaemon(true);
        thread.start();
        try {
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Errno.of(request, Errno.EINTR);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NetlinkException failure) {
                throw failure;
            }
            throw new IllegalStateException(request, e.getCause());
        }
    }

    @Override
    public boolean delete(String name) {
        Path path = path(name);
        String request = "delete network namespace " + name;
        int unmounted = Libc.umount2(bytes(path.toString()), MNT_DETACH);
        int errno = unmounted < 0 ? Libc.errno() : 0;
        if (errno != 0 && errno != Errno.ENOENT && errno != Errno.EINVAL) {
            throw Errno.of(request, errno);
        }
        try {
            return Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(request + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<String> names() {
        if (!Files.isDirectory(FOLDER)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("list network namespaces: " + e.getMessage(), e);
        }
    }

    @Override
    public <T> T inNamespace(NetworkNamespace namespace, Callable<T> action) throws Exception {
        return NamespaceThread.call(namespace, "run in namespace", action);
    }

    private static byte[] bytes(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
