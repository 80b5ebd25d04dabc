package main

import (
	"github.com/dapr/components-contrib/bindings/aws/s3"
	"github.com/dapr/components-contrib/bindings/localstorage"
	"github.com/dapr/components-contrib/bindings/smtp"
	nrkubernetes "github.com/dapr/components-contrib/nameresolution/kubernetes"
	"github.com/dapr/components-contrib/nameresolution/mdns"
	"github.com/dapr/components-contrib/nameresolution/nameformat"
	inmemory "github.com/dapr/components-contrib/pubsub/in-memory"
	"github.com/dapr/components-contrib/pubsub/kafka"
	pubsubredis "github.com/dapr/components-contrib/pubsub/redis"
	"github.com/dapr/components-contrib/secretstores/hashicorp/vault"
	secretkubernetes "github.com/dapr/components-contrib/secretstores/kubernetes"
	"github.com/dapr/components-contrib/secretstores/local/env"
	"github.com/dapr/components-contrib/secretstores/local/file"
	stateredis "github.com/dapr/components-contrib/state/redis"
	bindingsloader "github.com/dapr/dapr/pkg/components/bindings"
	nrloader "github.com/dapr/dapr/pkg/components/nameresolution"
	pubsubloader "github.com/dapr/dapr/pkg/components/pubsub"
	secretstoresloader "github.com/dapr/dapr/pkg/components/secretstores"
	stateloader "github.com/dapr/dapr/pkg/components/state"
)

func init() {
	pubsubloader.DefaultRegistry.RegisterComponent(pubsubredis.NewRedisStreams, "redis")
	pubsubloader.DefaultRegistry.RegisterComponent(kafka.NewKafka, "kafka")
	pubsubloader.DefaultRegistry.RegisterComponent(newSteadyRabbitMQ, "rabbitmq")
	pubsubloader.DefaultRegistry.RegisterComponent(inmemory.New, "in-memory")

	stateloader.DefaultRegistry.RegisterComponent(stateredis.NewRedisStateStore, "redis")

	secretstoresloader.DefaultRegistry.RegisterComponent(file.NewLocalSecretStore, "local.file")
	secretstoresloader.DefaultRegistry.RegisterComponent(env.NewEnvSecretStore, "local.env")
	secretstoresloader.DefaultRegistry.RegisterComponent(vault.NewHashiCorpVaultSecretStore, "hashicorp.vault")
	secretstoresloader.DefaultRegistry.RegisterComponent(secretkubernetes.NewKubernetesSecretStore, "kubernetes")

	bindingsloader.DefaultRegistry.RegisterOutputBinding(localstorage.NewLocalStorage, "localstorage")
	bindingsloader.DefaultRegistry.RegisterOutputBinding(s3.NewAWSS3, "aws.s3")
	bindingsloader.DefaultRegistry.RegisterOutputBinding(smtp.NewSMTP, "smtp")

	nrloader.DefaultRegistry.RegisterComponent(newCacheableNames, "sqlite")
	nrloader.DefaultRegistry.RegisterComponent(mdns.NewResolver, "mdns")
	nrloader.DefaultRegistry.RegisterComponent(nameformat.NewResolver, "nameformat")
	nrloader.DefaultRegistry.RegisterComponent(nrkubernetes.NewResolver, "kubernetes")
}
