using System.Text.Json;
using FunctionsAgent.Agents;
using ModelContextProtocol.Protocol;

namespace FunctionsAgent.Channels;

/// <summary>The tools as a client's model sees them.</summary>
internal static class McpToolSchemas
{
    public const string AskPrefix = "ask_", ReadName = "read_conversation";

    public static Tool Read { get; } = new()
    {
        Name = ReadName, Title = "Read a conversation",
        Description = "What was said in a conversation of your own: answers that came after waiting ended, and those of a person who took over.",
        InputSchema = Json("""
            {"type":"object","additionalProperties":false,"required":["conversationId"],"properties":{
              "conversationId":{"type":"string","maxLength":64,"description":"As an ask_… tool returned it."},
              "after":{"type":"integer","minimum":0,"description":"The next of the page before; leave it out to begin at the start."}}}
            """),
        OutputSchema = Json("""
            {"type":"object","required":["conversationId","agent","owner","events","next"],"properties":{
              "conversationId":{"type":"string"},"agent":{"type":"string"},"channel":{"type":"string"},
              "owner":{"type":"string","description":"Who has the conversation: agent, human or closed."},
              "events":{"type":"array","items":{"type":"object","required":["seq","type","at"],"properties":{
                "seq":{"type":"integer"},"type":{"type":"string","description":"message, handoff or closed"},"role":{"type":"string"},"text":{"type":"string"},"at":{"type":"string"},"messageId":{"type":"string"}}}},
              "next":{"type":"integer"}}}
            """),
        Annotations = new() { ReadOnlyHint = true, OpenWorldHint = false },
    };

    private static readonly JsonElement Asking = Json("""
        {"type":"object","additionalProperties":false,"required":["text"],"properties":{
          "text":{"type":"string","minLength":1,"maxLength":8192,"description":"The message, in plain words."},
          "conversationId":{"type":"string","maxLength":64,"description":"To go on with a conversation: as the first answer returned it. Leave it out to begin one."},
          "messageId":{"type":"string","minLength":1,"maxLength":200,"description":"An id of your own for this message: sent again under the same id, it counts once."}}}
        """);

    private static readonly JsonElement Answering = Json("""
        {"type":"object","required":["conversationId","messageId","status","messages"],"properties":{
          "conversationId":{"type":"string"},"messageId":{"type":"string"},
          "status":{"enum":["replied","handed-off","pending"],"description":"handed-off: a person has taken over. pending: the answer is not there yet."},
          "messages":{"type":"array","items":{"type":"object","properties":{"role":{"type":"string"},"text":{"type":["string","null"]}}}}}}
        """);

    public static Tool Ask(Package package) => new()
    {
        Name = AskPrefix + package.Name, Title = package.Name, Description = Describe(package), InputSchema = Asking, OutputSchema = Answering,
        // It may change what the service keeps: an order, a return.
        Annotations = new() { ReadOnlyHint = false, DestructiveHint = true, IdempotentHint = false, OpenWorldHint = false },
    };

    private static string Describe(Package package)
    {
        var (scope, skills) = (package.Scope, package.Manifest?.Skills ?? []);
        var not = scope.DoesNot.IsDefaultOrEmpty ? "" : $" It does not do {string.Join(", ", scope.DoesNot)}.";
        var skilled = skills.IsDefaultOrEmpty ? "" : $" Its skills: {string.Join(", ", skills)}.";
        return $"Ask the agent {package.Name}, which does {string.Join(", ", scope.Does)}.{not}{skilled} Waits up to {ChatApi.MaxWait.TotalSeconds:N0} seconds for the answer; a person may take over.";
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
