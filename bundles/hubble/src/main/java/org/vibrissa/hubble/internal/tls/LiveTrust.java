package org.vibrissa.hubble.internal.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts the authorities that are in force at the time of the handshake. */
final class LiveTrust extends X509ExtendedTrustManager {
    private final TlsSource source;
    private List<X509Certificate> known = List.of();
    private X509ExtendedTrustManager path;

    LiveTrust(TlsSource source) {
        this.source = source;
    }

    private synchronized X509ExtendedTrustManager path() throws CertificateException {
        List<X509Certificate> trusted =
                source.material().map(TlsMaterial::trusted).orElse(List.of());
        if (trusted.isEmpty()) {
            throw new CertificateException("there is no authority to trust");
        }
        if (path == null || !trusted.equals(known)) {
            path = path(trusted);
            known = trusted;
        }
        return path;
    }

    private static X509ExtendedTrustManager path(List<X509Certificate> trusted)
            throws CertificateException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("authority-" + i, trusted.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("the authorities cannot be used", e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        path().checkClientTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        path().checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        path().checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        path().checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        path().checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        path().checkServerTrusted(chain, type, engine);
    }

    /** None are named to clients: they show the certificate they have. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
