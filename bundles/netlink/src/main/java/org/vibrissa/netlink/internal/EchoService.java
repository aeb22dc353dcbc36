package org.vibrissa.netlink.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.netlink.Echo;
import org.vibrissa.netlink.NetworkNamespaces;

/** Opens echo sessions, and closes those that are still open when it goes. */
@Component
public final class EchoService implements Echo {
    private final Set<EchoSession> sessions = ConcurrentHashMap.newKeySet();

    /**
     * @param folder binds libc, and unbinds it after this component is gone
     */
    @Activate
    public EchoService(@Reference NetworkNamespaces folder) {}

    @Override
    public Session open(String threadName, Consumer<Reply> listener) {
        EchoSession session = EchoSession.open(threadName, listener, sessions::remove);
        sessions.add(session);
        return session;
    }

    @Deactivate
    void close() {
        List.copyOf(sessions).forEach(EchoSession::close);
    }
}
