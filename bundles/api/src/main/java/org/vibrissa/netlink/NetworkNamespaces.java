package org.vibrissa.netlink;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.osgi.annotation.versioning.ProviderType;

/** Service: finds, makes and enters network namespaces. */
@ProviderType
public interface NetworkNamespaces {
    /** The daemon's own namespace, a new handle. */
    NetworkNamespace own();

    /**
     * Opens {@code /run/netns/NAME}.
     *
     * @throws NamespaceVanishedException when there is none of that name
     * @throws IllegalArgumentException when the name is empty, longer than 255 bytes, or has a
     *     slash
     */
    NetworkNamespace open(String name);

    /**
     * Opens a namespace by the path of an nsfs file.
     *
     * @throws NamespaceVanishedException when there is nothing at the path
     * @throws NetlinkException EINVAL when the file is no network namespace
     */
    NetworkNamespace open(Path path);

    /**
     * Opens the namespace of a process.
     *
     * @throws NamespaceVanishedException when the process is gone
     */
    NetworkNamespace ofProcess(int pid);

    /**
     * Makes a namespace with a name below {@code /run/netns}, as {@code ip netns add} does. Its
     * loopback is down.
     *
     * @throws NetlinkException EEXIST when the name is taken
     */
    NetworkNamespace create(String name);

    /**
     * Removes the name; the namespace itself goes when nothing uses it any more.
     *
     * @return whether there was such a name
     */
    boolean delete(String name);

    /** The names below {@code /run/netns}, sorted. */
    List<String> names();

    /**
     * Runs the action on a thread of its own inside the namespace and waits for it. Threads and
     * processes started by the action are born in that namespace too; the action must not leave a
     * thread behind, or the namespace is held alive.
     *
     * @throws Exception what the action throws, as it is
     * @throws NetlinkException when the namespace cannot be entered
     * @throws InterruptedException when the caller is interrupted; the action is interrupted too
     */
    <T> T inNamespace(NetworkNamespace namespace, Callable<T> action) throws Exception;
}
