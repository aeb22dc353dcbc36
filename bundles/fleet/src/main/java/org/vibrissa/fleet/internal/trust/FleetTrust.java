package org.vibrissa.fleet.internal.trust;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts what the fleet's authority has signed for a member of this fleet, whatever address it is
 * reached at. Which member it is, is checked per connection.
 */
final class FleetTrust extends X509ExtendedTrustManager {
    private static final char[] NO_PASSWORD = new char[0];

    private final X509TrustManager path;
    private final String fleet;

    private FleetTrust(X509TrustManager path, String fleet) {
        this.path = path;
        this.fleet = fleet;
    }

    /** A context in which this host shows its certificate and trusts its fleet. */
    static SSLContext context(Identity identity) {
        try {
            KeyStore trusted = empty();
            trusted.setCertificateEntry("fleet", identity.authority());
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            FleetTrust manager =
                    new FleetTrust(
                            (X509TrustManager) trust.getTrustManagers()[0],
                            identity.member().fleet());
            return context(identity, manager);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS with this host's certificate: " + e, e);
        }
    }

    private static SSLContext context(Identity identity, TrustManager trust)
            throws GeneralSecurityException, IOException {
        KeyStore own = empty();
        PrivateKey key = identity.keys().getPrivate();
        X509Certificate[] chain = {identity.certificate(), identity.authority()};
        own.setKeyEntry("self", key, NO_PASSWORD, chain);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), new TrustManager[] {trust}, null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        path.checkClientTrusted(chain, type);
        checkName(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        path.checkServerTrusted(chain, type);
        checkName(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return path.getAcceptedIssuers();
    }

    private void checkName(X509Certificate leaf) throws CertificateException {
        if (MemberName.of(leaf).filter(name -> name.fleet().equals(fleet)).isEmpty()) {
            throw new CertificateException("it names no member of this fleet");
        }
    }
}
