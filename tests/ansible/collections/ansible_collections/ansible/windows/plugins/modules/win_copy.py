#!/usr/bin/python
"""A double of ansible.windows.win_copy for tests whose hosts are folders: files only, on one machine."""
import os
import shutil

from ansible.module_utils.basic import AnsibleModule


def main():
    module = AnsibleModule({'src': {'required': True}, 'dest': {'required': True},
                            'backup': {'type': 'bool', 'default': False},
                            'remote_src': {'type': 'bool', 'default': False}})
    src, dest = module.params['src'], module.params['dest']
    if os.path.exists(dest) and module.sha1(src) == module.sha1(dest):
        module.exit_json(changed=False)
    result = {'changed': True}
    if module.params['backup'] and os.path.exists(dest):
        result['backup_file'] = dest + '.1.bak'
        shutil.copy2(dest, result['backup_file'])
    shutil.copyfile(src, dest)
    module.exit_json(**result)


main()
