using AgentScript;
using AgentScript.Model;
using AgentScript.Running;

namespace FunctionsAgent.Agents;

/// <summary>A script as a flow: the interpreter over one bound script.</summary>
public sealed class ScriptFlow(Script script, string name) : IFlow
{
    public string Name => name;

    public Script Script => script;

    public Step Next(Frame frame, Result? result) => Interpreter.Next(script, frame, result);

    public bool Continues(Frame frame) => Interpreter.Continues(script, frame);
}
