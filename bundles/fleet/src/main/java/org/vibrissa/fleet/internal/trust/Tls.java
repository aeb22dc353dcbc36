package org.vibrissa.fleet.internal.trust;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** TLS 1.3 as the fleet speaks it. Immutable. */
public final class Tls {
    private static final String[] PROTOCOL = {"TLSv1.3"};

    private final SSLContext context;

    private Tls(SSLContext context) {
        this.context = context;
    }

    /** Between members. */
    public static Tls member(Identity identity) {
        return new Tls(FleetTrust.context(identity));
    }

    /** Of a host that is none yet, toward the fleet that a token pins. */
    public static Tls joiner(String authorityHash) {
        return new Tls(PinnedTrust.context(authorityHash));
    }

    public SSLEngine client() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOL);
        return engine;
    }

    /** A client without a certificate is let in as far as to ask for one. */
    public SSLEngine server() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOL);
        engine.setWantClientAuth(true);
        return engine;
    }

    /**
     * The other side's certificates: its own, then its authority's.
     *
     * @throws SSLPeerUnverifiedException when it has shown none
     */
    public static List<X509Certificate> chain(SSLSession session)
            throws SSLPeerUnverifiedException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : session.getPeerCertificates()) {
            chain.add((X509Certificate) certificate);
        }
        return chain;
    }

    /** The other side's certificate; empty when it has shown none. */
    public static Optional<X509Certificate> peer(SSLSession session) {
        try {
            return Optional.of(chain(session).get(0));
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
