// An outside program that hears of every public post, in Go.
//
// It knows nothing of Townsquare's code: the sidecar beside it reads subscription.yaml and delivers each event as an HTTP
// request, and what an event holds it knows from the JSON Schema that the gateway publishes.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// event holds what this program reads of a message; the schema says what else is in it.
type event struct {
	ID   string `json:"id"`
	Data struct {
		PostID    string `json:"postId"`
		Content   string `json:"content"`
		IsPrivate bool   `json:"isPrivate"`
	} `json:"data"`
}

// said is the line that is printed for each public post.
type said struct {
	Event   string `json:"event"`
	PostID  string `json:"postId"`
	Content string `json:"content"`
}

func main() {
	schema, err := fetchSchema(setting("TOWN_GATEWAY_URL", "http://127.0.0.1:4000") + "/docs/events/post.created.json")
	if err != nil {
		log.Fatalf("the schema cannot be read: %v", err)
	}
	http.HandleFunc("POST /posts", func(response http.ResponseWriter, request *http.Request) {
		take(schema, response, request)
	})
	address := "127.0.0.1:" + setting("PORT", "5007")
	server := &http.Server{Addr: address, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}

// take prints a public post. Any 2xx takes the event; an error has it delivered again.
func take(schema *jsonschema.Schema, response http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		http.Error(response, "the event did not arrive whole", http.StatusInternalServerError)
		return
	}
	message, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err == nil {
		err = schema.Validate(message)
	}
	if err != nil {
		// Delivering it again would not help: the sidecar puts it with the dead letters.
		log.Printf("refused: %v", err)
		response.Header().Set("content-type", "application/json")
		fmt.Fprint(response, `{"status":"DROP"}`)
		return
	}
	var heard event
	if err := json.Unmarshal(body, &heard); err != nil {
		http.Error(response, err.Error(), http.StatusInternalServerError)
		return
	}
	// Events are delivered at least once: a program that must not act twice remembers the ids it has seen.
	if heard.Data.IsPrivate {
		return
	}
	line, err := json.Marshal(said{Event: heard.ID, PostID: heard.Data.PostID, Content: heard.Data.Content})
	if err != nil {
		http.Error(response, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Println(string(line))
}

func fetchSchema(address string) (*jsonschema.Schema, error) {
	client := &http.Client{Timeout: 10 * time.Second}
	response, err := client.Get(address)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s returned %s", address, response.Status)
	}
	document, err := jsonschema.UnmarshalJSON(response.Body)
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(address, document); err != nil {
		return nil, err
	}
	return compiler.Compile(address)
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}
