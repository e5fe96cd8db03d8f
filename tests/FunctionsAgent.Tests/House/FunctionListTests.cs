using System.Text.RegularExpressions;
using FunctionsAgent.Local;

namespace FunctionsAgent.Tests.House;

/// <summary>Names, routes, methods, queues and schedules are the outside of the product: this list is what users and docs rely on.</summary>
public sealed partial class FunctionListTests
{
    private static readonly string[] Functions =
    [
        "AgentClaim: POST /agent/identity/claim",
        "AgentEvents: POST /agent/event/notify",
        "AgentIdentity: POST /agent/identity",
        "AgentMessages: POST /api/agents/{agent}/messages",
        "AuthMd: GET /auth.md",
        "AuthorizationServer: GET /.well-known/oauth-authorization-server/{*path}",
        "ChatEvents: GET /api/chat/{conversationId}/events",
        "ChatMessage: POST /api/chat/{conversationId}/messages",
        "ChatPage: GET /",
        "ChatSession: POST /api/chat/{agent}/sessions",
        "ChatSurvey: POST /api/chat/{conversationId}/survey",
        "ClaimComplete: POST /agent/identity/claim/complete",
        "ClaimConfirm: POST /claim/confirm",
        "ClaimDeny: POST /claim/deny",
        "ClaimPage: GET /claim",
        "ConversationRead: GET /api/conversations/{conversationId}",
        "DeadLettersDelivery: delivery/$DeadLetterQueue",
        "DeadLettersFeedback: feedback/$DeadLetterQueue",
        "DeadLettersHandoff: handoff/$DeadLetterQueue",
        "DeadLettersInput: input/$DeadLetterQueue",
        "DeadLettersOutput: output/$DeadLetterQueue",
        "DeadLettersReasoning: reasoning/$DeadLetterQueue",
        "DeadLettersTools: tools/$DeadLetterQueue",
        "DeliveryStage: delivery, sessions",
        "EmailMime: POST /channels/email/mime",
        "FeedbackStage: feedback, sessions",
        "HandoffStage: handoff, sessions",
        "HealthLive: GET /health/live",
        "HealthReady: GET /health/ready",
        "InputStage: input, sessions",
        "Jwks: GET /.well-known/jwks.json",
        "Mcp: GET,POST,DELETE /mcp",
        "Nightly: 0 0 2 * * *",
        "OperatorDescribe: GET /api/operator/describe",
        "OperatorEgress: GET /api/operator/egress",
        "OperatorErase: POST /api/operator/erase",
        "OperatorExplain: GET /api/operator/conversations/{conversationId}/turns/{turn}/explanation",
        "OperatorFind: POST /api/operator/find",
        "OperatorHandoffs: GET /api/operator/handoffs",
        "OperatorKnowledge: GET /api/operator/agents/{agent}/articles",
        "OperatorKnowledgePut: PUT /api/operator/agents/{agent}/articles/{id}",
        "OperatorKnowledgeRestore: DELETE /api/operator/agents/{agent}/articles/{id}/retire",
        "OperatorKnowledgeRetire: POST /api/operator/agents/{agent}/articles/{id}/retire",
        "OperatorKpi: GET /api/operator/kpi",
        "OperatorKpiRecompute: POST /api/operator/kpi/recompute",
        "OperatorKpiReport: GET /api/operator/kpi/report",
        "OperatorLog: GET /api/operator/conversations/{conversationId}/log",
        "OperatorMe: GET /api/operator/me",
        "OperatorPackages: POST /api/operator/packages",
        "OperatorParked: GET /api/operator/parked",
        "OperatorPause: POST /api/operator/pause",
        "OperatorQueues: GET /api/operator/queues",
        "OperatorReady: GET /api/operator/ready",
        "OperatorReadyCheck: POST /api/operator/ready",
        "OperatorRegistrations: GET /api/operator/registrations",
        "OperatorRegistrationsLog: GET /api/operator/registrations/log",
        "OperatorRegistrationsRevoke: POST /api/operator/registrations/revoke",
        "OperatorRequeue: POST /api/operator/requeue",
        "OperatorResume: POST /api/operator/resume",
        "OperatorReviews: GET /api/operator/reviews",
        "OperatorReviewsMark: POST /api/operator/reviews",
        "OperatorReviewsNext: GET /api/operator/reviews/next",
        "OperatorTraces: GET /api/operator/traces",
        "OperatorVerify: GET /api/operator/conversations/{conversationId}/verify",
        "OperatorVersions: GET /api/operator/versions",
        "OutputStage: output, sessions",
        "ProtectedResource: GET /.well-known/oauth-protected-resource/{*path}",
        "ReasoningStage: reasoning, sessions",
        "Revoke: POST /oauth2/revoke",
        "SignIn: GET,POST /login",
        "SignOut: POST /logout",
        "Token: POST /oauth2/token",
        "ToolChainStage: tools, sessions",
        "VoiceTwilio: POST /channels/voice/twilio",
        "VoiceTwilioTurn: POST /channels/voice/twilio/turn",
        "Webhook: POST /channels/webhook/{source}",
    ];

    [Fact]
    public void The_functions_are_the_agreed_ones() =>
        Assert.Equal(Functions, FunctionCatalog.Of(typeof(LocalHost).Assembly).Entries.Select(entry => $"{entry.Name}: {Describe(entry.Trigger)}"));

    [Fact]
    public void Every_function_class_comes_from_the_functions_project() =>
        Assert.All(FunctionCatalog.Of(typeof(LocalHost).Assembly).Entries, entry => Assert.Equal("FunctionsAgent.Functions", entry.Type.Namespace));

    private static string Describe(Trigger trigger) => trigger switch
    {
        Trigger.Http http => $"{string.Join(',', http.Methods)} /{EmptyRoute().Replace(http.Route, "")}",
        Trigger.Queue queue => queue.Sessions ? $"{queue.Name}, sessions" : queue.Name,
        Trigger.Timer timer => timer.Schedule,
        _ => throw new ArgumentOutOfRangeException(nameof(trigger)),
    };

    // The way to write the empty route that the Functions host understands (architecture §3).
    [GeneratedRegex(@"^\{ignored:maxlength\(0\)\?\}$")]
    private static partial Regex EmptyRoute();
}
