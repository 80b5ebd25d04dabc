// Runs Kubernetes' API server in front of an etcd of its own, until it is told to end.
//
//	kube-apiserver ETCD_FOLDER ETCD_CLIENT_URL ETCD_PEER_URL [flags of kube-apiserver]
package main

import (
	"log"
	"net/url"
	"os"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	if len(os.Args) < 4 {
		log.Fatal("usage: kube-apiserver ETCD_FOLDER ETCD_CLIENT_URL ETCD_PEER_URL [flags of kube-apiserver]")
	}
	etcd, err := startEtcd(os.Args[1], os.Args[2], os.Args[3])
	if err != nil {
		log.Fatal(err)
	}
	server := app.NewAPIServerCommand()
	server.SetArgs(append([]string{"--etcd-servers=" + os.Args[2]}, os.Args[4:]...))
	code := cli.Run(server)
	etcd.Close()
	os.Exit(code)
}

// startEtcd returns an etcd that is ready. It does not sync its files: what it holds is thrown away.
func startEtcd(folder, clientURL, peerURL string) (*embed.Etcd, error) {
	config := embed.NewConfig()
	config.Dir = folder
	config.LogLevel = "error"
	config.UnsafeNoFsync = true
	client, err := url.Parse(clientURL)
	if err != nil {
		return nil, err
	}
	peer, err := url.Parse(peerURL)
	if err != nil {
		return nil, err
	}
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{*client}, []url.URL{*client}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{*peer}, []url.URL{*peer}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return nil, err
	}
	<-etcd.Server.ReadyNotify()
	return etcd, nil
}
