using AgentScript;
using AgentScript.Model;
using AgentScript.Running;

namespace FunctionsAgent.Agents;

/// <summary>A script as a flow: the interpreter over one bound script, told what a message may mean beside its words.</summary>
public sealed class ScriptFlow(Script script, string name, Understanding? understanding = null) : IFlow
{
    public string Name => name;

    public Script Script => script;

    public Understanding Understanding { get; } = understanding ?? Understanding.None;

    public Step Next(Frame frame, Result? result) => Interpreter.Next(script, frame, result is CustomerMessage message ? Understanding.Read(message) : result);

    public bool Continues(Frame frame) => Interpreter.Continues(script, frame);
}
