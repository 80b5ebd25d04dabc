package main

import (
	"context"
	"errors"
	"maps"
	"sync"

	"github.com/dapr/components-contrib/pubsub"
	"github.com/dapr/components-contrib/pubsub/rabbitmq"
	"github.com/dapr/kit/logger"
)

// steadyRabbitMQ is the RabbitMQ component (components-contrib 1.18) without two of its faults:
//
// It publishes as if all were well when RabbitMQ has not confirmed the message, because it refused it or was gone: an
// outbox would then forget an event that nobody has. Here such a Publish fails.
//
// After a lost connection its subscriptions all subscribe again on one new channel at the same time, take each other's
// answers, and are left with consumers that nobody reads from: events wait until the sidecar is started again. Here each
// has a connection of its own.
type steadyRabbitMQ struct {
	publisher pubsub.PubSub
	// The component publishes one message at a time anyway; so what is logged meanwhile is about that message.
	publishing sync.Mutex
	log        *confirmationLog

	metadata    pubsub.Metadata
	mutex       sync.Mutex
	subscribers map[string]pubsub.PubSub
}

func newSteadyRabbitMQ(log logger.Logger) pubsub.PubSub {
	watched := &confirmationLog{Logger: log}
	return &steadyRabbitMQ{
		publisher:   rabbitmq.NewRabbitMQ(watched),
		log:         watched,
		subscribers: make(map[string]pubsub.PubSub),
	}
}

func (r *steadyRabbitMQ) Init(ctx context.Context, meta pubsub.Metadata) error {
	r.metadata = meta
	return r.publisher.Init(ctx, copied(meta))
}

func (r *steadyRabbitMQ) Publish(ctx context.Context, request *pubsub.PublishRequest) error {
	r.publishing.Lock()
	defer r.publishing.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	r.log.missed = nil
	if err := r.publisher.Publish(ctx, request); err != nil {
		return err
	}
	// The component also says that all is well when the caller gives up while it waits to reconnect.
	return errors.Join(r.log.missed, ctx.Err())
}

func (r *steadyRabbitMQ) Subscribe(ctx context.Context, request pubsub.SubscribeRequest, handler pubsub.Handler) error {
	subscriber, err := r.subscriber(ctx, request.Topic)
	if err != nil {
		return err
	}
	return subscriber.Subscribe(ctx, request, handler)
}

func (r *steadyRabbitMQ) subscriber(ctx context.Context, topic string) (pubsub.PubSub, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if known, ok := r.subscribers[topic]; ok {
		return known, nil
	}
	made := rabbitmq.NewRabbitMQ(r.log.Logger)
	if err := made.Init(ctx, copied(r.metadata)); err != nil {
		return nil, err
	}
	r.subscribers[topic] = made
	return made, nil
}

func (r *steadyRabbitMQ) Features() []pubsub.Feature {
	return r.publisher.Features()
}

func (r *steadyRabbitMQ) Close() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	err := r.publisher.Close()
	for _, subscriber := range r.subscribers {
		err = errors.Join(err, subscriber.Close())
	}
	return err
}

// copied is metadata that a component may change for itself.
func copied(meta pubsub.Metadata) pubsub.Metadata {
	meta.Properties = maps.Clone(meta.Properties)
	return meta
}

// confirmationLog remembers the error by which the component says that a confirmation did not come.
type confirmationLog struct {
	logger.Logger
	missed error
}

const noConfirmation = "did not receive confirmation of publishing"

func (l *confirmationLog) Errorf(format string, args ...any) {
	for _, arg := range args {
		if err, ok := arg.(error); ok && err.Error() == noConfirmation {
			l.missed = err
		}
	}
	l.Logger.Errorf(format, args...)
}
