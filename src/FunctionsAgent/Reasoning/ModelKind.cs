namespace FunctionsAgent.Reasoning;

/// <summary>Who speaks at an endpoint.</summary>
public enum ModelKind
{
    /// <summary>A deployment of Azure OpenAI: <c>/openai/deployments/{name}/chat/completions?api-version=</c>.</summary>
    AzureOpenAI,

    /// <summary>OpenAI's <c>/v1/chat/completions</c>, or a server that speaks it.</summary>
    OpenAI,

    /// <summary>Anthropic's <c>/v1/messages</c>.</summary>
    Anthropic,

    /// <summary>Answers by the rules of a file: for tests and demonstrations.</summary>
    Scripted,

    /// <summary>Answers what was recorded earlier.</summary>
    Replay,
}
